"""Which row or key a revision was at when it failed, for `migrate.py`: what its own loops had taken just then.

What a driver says of an error names a row only where the server did. A revision that takes rows or keys one by one has
the one that it met in the variable of its loop. From 3.12 on a comprehension's variable is gone once the error has left
it, so there it is looked at as the error is raised.
"""

import ast
import re
import sys

SHORT = 200
SECRET = re.compile(r"pass|secret|token|credential|private|keypair", re.IGNORECASE)
TELLING = re.compile(r"^(id|uuid|name|email|key)$|_(id|name)$")
LOOPS = (ast.For, ast.AsyncFor)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
TOOL = 4  # neither a debugger, coverage, profiler nor optimizer


def telling_names(target):
    """Of a pair the first tells which it is: the second may be anything, also what nobody should read."""
    names = [name.id for name in ast.walk(target) if isinstance(name, ast.Name)]
    return [name for index, name in enumerate(names) if index == 0 or TELLING.search(name)]


def targets_at(tree, line):
    """Names of the variables of all loops around a line that tell what they have taken."""
    for node in ast.walk(tree):
        if isinstance(node, LOOPS):
            targets, first = [node.target], node.body[0].lineno
        elif isinstance(node, COMPREHENSIONS):
            targets, first = [each.target for each in node.generators], node.lineno
        else:
            continue
        if first <= line <= node.end_lineno:
            yield from (name for target in targets for name in telling_names(target))


def columns_of(value):
    """What of a row tells which it is."""
    fields = getattr(value, "_mapping", value)
    if not hasattr(fields, "items"):
        return {}
    return {str(key): each for key, each in fields.items() if TELLING.search(str(key))}


def told(name, value):
    if SECRET.search(name) or value is None:
        return {}
    if isinstance(value, (str, int, float)) or type(value).__name__ in ("UUID", "Decimal", "datetime", "date"):
        return {name: str(value)[:SHORT]}
    return {f"{name}.{key}": text for key, each in columns_of(value).items() for text in told(key, each).values()}


class At:
    """Looks at one revision at a time."""

    def __init__(self):
        self.path, self.tree, self.spans, self.raised = None, None, [], (None, {})
        monitoring = getattr(sys, "monitoring", None)
        self.monitoring = monitoring if monitoring and monitoring.get_tool(TOOL) is None else None
        if self.monitoring:
            monitoring.use_tool_id(TOOL, "baiup")
            monitoring.register_callback(TOOL, monitoring.events.RAISE, self._on_raise)

    def begin(self, module):
        self.raised = (None, {})
        try:
            with open(module.__file__, encoding="utf-8") as file:
                self.path, self.tree = module.__file__, ast.parse(file.read())
        except (OSError, SyntaxError, AttributeError):
            self.path, self.tree = None, None
        nodes = ast.walk(self.tree) if self.tree else ()
        self.spans = [(node.lineno, node.end_lineno) for node in nodes if isinstance(node, COMPREHENSIONS)]
        if self.monitoring:
            self.monitoring.set_events(TOOL, self.monitoring.events.RAISE if self.spans else 0)

    def _on_raise(self, _code, _offset, error):
        frame = sys._getframe(1)
        while self.path and frame:
            if frame.f_code.co_filename == self.path:
                # Libraries raise and catch thousands of times: what is no comprehension's is not looked at.
                if any(first <= frame.f_lineno <= last for first, last in self.spans):
                    values = self._values(frame.f_locals, frame.f_lineno)
                    if values:
                        self.raised = (error, values)
                return
            frame = frame.f_back

    def _values(self, variables, line):
        found = {}
        for name in targets_at(self.tree, line):
            if name in variables:
                found.update(told(name, variables[name]))
        return found

    def met(self, error):
        """The values that belong to an error, or to what it came from; none where no loop was at work."""
        while error is not None:
            if error is self.raised[0]:
                return self.raised[1]
            place, values = error.__traceback__, {}
            while self.path and place:
                if place.tb_frame.f_code.co_filename == self.path:
                    values = self._values(place.tb_frame.f_locals, place.tb_lineno) or values
                place = place.tb_next
            if values:
                return values
            error = error.__cause__ or error.__context__
        return {}
