"""Says which keys of a configuration file a component's loader refused, out of the errors that it raised.

Understands the errors of trafaret (releases until 25.11) and of pydantic (some components from 24.03 on, all from
25.12 on). An issue is {"kind": "refused" | "missing" | "renamed" | "wrong" | "ignored", "key": dotted, "message"}; no value of
the file is in it.
"""

import os
import re

BARE = re.compile(r"^[A-Za-z0-9_-]+$")
SECRET = re.compile(r"pass|secret|token|credential|key", re.IGNORECASE)


def dotted(path):
    """A key as TOML writes it."""
    return ".".join(part if BARE.match(part) else f'"{part}"' for part in map(str, path))


def chain(error):
    """An error with all that it came from, the nearest first."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def issues_of(error, raw):
    """The issues of the first error in a chain that names any."""
    for each in chain(error):
        if callable(getattr(each, "errors", None)):
            found = [pydantic_issue(entry, raw) for entry in each.errors()]
        elif isinstance(getattr(each, "error", None), (dict, str)) and hasattr(each, "as_dict"):
            found = [issue(kind, whole(path, raw), text) for kind, path, text in trafaret_issues(each, ())]
        else:
            continue
        if found:
            return found
    return []


def issue(kind, path, message):
    return {"kind": kind, "key": dotted(path), "message": str(message).removeprefix("Value error, ")}


def whole(path, raw):
    """Some checks are given one section alone, and name what is below it."""
    for section in ("logging", "container"):
        if path and path[0] not in raw and path[0] in raw.get(section, {}):
            return (section, *path)
    return path


def pydantic_issue(entry, raw):
    kind = {"missing": "missing", "extra_forbidden": "refused"}.get(entry["type"], "wrong")
    path = path_in(raw, entry["loc"], kind == "missing")
    # A validator that has taken a key away says its name between quotes.
    named = re.match(r"(?:Value error, )?The '([\w-]+)' .*(deprecated|removed|no longer)", entry["msg"])
    if named:
        kind = "renamed" if re.search(r"[Uu]se '[\w-]+' instead", entry["msg"]) else "refused"
        return issue(kind, (*path, named[1]), entry["msg"])
    return issue(kind, path, entry["msg"])


def path_in(raw, location, missing):
    """An error's place, without the names that pydantic gives to the choices of a union."""
    path, here = [], raw
    for index, part in enumerate(location):
        step = step_into(here, part)
        if step is not None:
            path.append(step)
            here = here[step]
        elif missing and index == len(location) - 1:
            path.append(part)
        elif here is raw or not isinstance(here, (dict, list)):
            path.extend([part] if here is raw else [])
    return path


def step_into(here, part):
    if isinstance(here, dict):
        for spelling in (part, str(part).replace("_", "-"), str(part).replace("-", "_")):
            if spelling in here:
                return spelling
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return part
    return None


def trafaret_issues(error, path):
    inner = error.error
    if not isinstance(inner, dict):
        yield trafaret_leaf(inner, path)
        return
    kind = type(getattr(error, "trafaret", None)).__name__
    if kind == "Or":
        yield from of_choices(list(inner.values()), path)
        return
    for key, each in inner.items():
        if kind == "Mapping" and isinstance(getattr(each, "error", None) or each, dict):
            # Under each key of a mapping stands what is wrong with the key itself and with its value.
            for part in (getattr(each, "error", None) or each).values():
                yield from trafaret_issues(part, (*path, key)) if hasattr(part, "error") else [
                    trafaret_leaf(part, (*path, key))
                ]
        elif hasattr(each, "error"):
            yield from trafaret_issues(each, (*path, key))
        else:
            yield trafaret_leaf(each, (*path, key))


def of_choices(choices, path):
    """A value that none of several forms fits: the form that is a table says more than the one that is nothing."""
    deep = [each for each in choices if isinstance(getattr(each, "error", None), dict)]
    if len(deep) == 1:
        yield from trafaret_issues(deep[0], path)
        return
    said = [getattr(each, "error", each) for each in choices]
    words = [str(each) for each in said if not isinstance(each, dict) and str(each) != "value should be None"]
    yield "wrong", path, "; or ".join(dict.fromkeys(words)) or "the value has none of the forms it may have"


def trafaret_leaf(message, path):
    text = str(message)
    kind = "missing" if text == "is required" else "refused" if "is not allowed key" in text else "wrong"
    return kind, path, text


def ignored_issues(model, raw, path=()):
    """Keys that a pydantic model read past: neither refused nor known. Models without a key of their own take any."""
    fields = getattr(type(model), "model_fields", {})
    if not fields or not isinstance(raw, dict):
        return
    known = {name: field for name, field in fields.items()}
    spellings = {spelling: name for name, field in known.items() for spelling in spellings_of(name, field)}
    for key, value in raw.items():
        name = spellings.get(key)
        if name is None:
            yield issue("ignored", (*path, key), "the new loader does not know it, and reads past it")
        else:
            yield from ignored_issues(getattr(model, name, None), value, (*path, key))


def spellings_of(name, field):
    yield from (name, name.replace("_", "-"))
    for alias in (field.alias, field.validation_alias):
        for choice in getattr(alias, "choices", [alias]):
            if isinstance(choice, str):
                yield choice


def secrets_in(raw):
    """Values whose key or section sounds like a secret, to be taken out of what is said."""
    if isinstance(raw, dict):
        for key, value in raw.items():
            if isinstance(value, str) and SECRET.search(str(key)) and len(value) > 2:
                yield value
            yield from secrets_in(value)
    elif isinstance(raw, list):
        for each in raw:
            yield from secrets_in(each)


def secret_variables():
    """A service's variables win over its file."""
    return (value for name, value in os.environ.items() if name.startswith("BACKEND_") and value and SECRET.search(name))


def masked(text, raw):
    for value in sorted({*secrets_in(raw), *secret_variables()}, key=len, reverse=True):
        text = text.replace(value, "***").replace(repr(value)[1:-1], "***")
    return text
