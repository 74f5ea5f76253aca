"""A validator for the part of JSON Schema (2020-12) that our published schemas use."""

import re
from typing import Any

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
NOTES = {"$schema", "$id", "$defs", "title", "description", "format"}
KNOWN = {"$ref", "const", "type", "properties", "required", "additionalProperties", "items"}
KNOWN |= {"minimum", "minLength", "minItems", "pattern"}


def errors(value: Any, schema: dict, root: dict | None = None, path: str = "$") -> list[str]:
    """Return where `value` departs from `schema`; a keyword that is not known here is an error."""
    root = root or schema
    unknown = set(schema) - KNOWN - NOTES
    if unknown:
        return [f"{path}: unknown keywords {unknown}"]
    if "$ref" in schema:
        return errors(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
    kind = TYPES.get(schema.get("type", ""))
    if kind and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        return [f"{path}: not of type {schema['type']}"]
    found = [f"{path}: {what}" for what, is_wrong in _limits(value, schema) if is_wrong]
    if isinstance(value, dict):
        named = schema.get("properties", {})
        found += [
            f"{path}: lacks {name}" for name in schema.get("required", ()) if name not in value
        ]
        if schema.get("additionalProperties") is False:
            found += [f"{path}: must not have {name}" for name in value if name not in named]
        for name, part in named.items():
            if name in value:
                found += errors(value[name], part, root, f"{path}.{name}")
    if isinstance(value, list) and "items" in schema:
        for index, item in enumerate(value):
            found += errors(item, schema["items"], root, f"{path}[{index}]")
    return found


def _limits(value: Any, schema: dict) -> list[tuple[str, bool]]:
    return [
        ("another value", "const" in schema and value != schema["const"]),
        ("too small", "minimum" in schema and value < schema["minimum"]),
        ("too short", "minLength" in schema and len(value) < schema["minLength"]),
        ("too few", "minItems" in schema and len(value) < schema["minItems"]),
        ("another form", "pattern" in schema and not re.search(schema["pattern"], value)),
    ]
