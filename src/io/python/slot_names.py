"""What accelerators say of their slots, for `list_environment.py`: read in their source, which never runs."""

import ast
import sys
from importlib.machinery import PathFinder


def source_of(module):
    """The file of a module, found part by part: importing its parents would run them."""
    path, spec, whole = None, None, ""
    for part in module.split("."):
        whole = f"{whole}.{part}" if whole else part
        # By its whole name a folder without code of its own wants its parent imported; finders of source folders want it.
        found = (
            finder.find_spec(part if finder is PathFinder else whole, path)
            for finder in sys.meta_path
            if hasattr(finder, "find_spec")
        )
        spec = next((each for each in found if each), None)
        if spec is None:
            return None
        path = None if spec.submodule_search_locations is None else list(spec.submodule_search_locations)
    return spec.origin if str(spec.origin).endswith(".py") else None


def text_of(node, constants):
    if isinstance(node, ast.Call) and node.args:
        return text_of(node.args[0], constants)
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.Attribute):
        return node.attr.lower()
    return constants.get(node.id) if isinstance(node, ast.Name) else None


def assigned(body, name):
    for node in body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return node.value
    return None


def slots_of(point):
    """Pairs of name and unit, as `slot_types` of an accelerator's class has them; none where that is not written out."""
    module, _, name = point.value.partition(":")
    try:
        file = source_of(module.strip())
        with open(file or "", encoding="utf-8") as opened:
            tree = ast.parse(opened.read())
    except (OSError, SyntaxError, ValueError, ImportError, KeyError):
        return []
    constants = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    wanted = name.partition("[")[0].strip()
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == wanted]
    value = assigned(classes[0].body, "slot_types") if classes else None
    pairs = [each.elts for each in getattr(value, "elts", []) if isinstance(each, ast.Tuple) and len(each.elts) == 2]
    found = [[text_of(slot, constants), text_of(unit, constants) or "count"] for slot, unit in pairs]
    return [pair for pair in found if pair[0]]
