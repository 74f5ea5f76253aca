"""Every regular expression that can see outside input is quick on 10,000 hostile characters."""

import ast
import contextlib
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import URLResolver, get_resolver
from django.utils.functional import SimpleLazyObject, empty

from tests.cost import cpu_seconds
from tests.regex_attacks import attacks
from tests.test_conventions import HOUSE, ROOT, python_files

MOST_SECONDS = 0.020  # of processor time, for each text
METHODS = {"match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}
# Packages that read headers, paths, dates, e-mail addresses and files from outside.
STOCK = (
    "django.http.request",
    "django.http.response",
    "django.http.multipartparser",
    "django.utils.dateparse",
    "django.utils.encoding",
    "django.utils.html",
    "django.utils.http",
    "django.utils.ipv6",
    "django.utils.text",
    "django.forms.fields",
    "django.core.validators",
    "django.contrib.admin.utils",
    "allauth.account.forms",
    "allauth.utils",
    "whitenoise.base",
    "whitenoise.responders",
)
# Built of escaped names and addresses, each read in one piece.
DYNAMIC = {
    "privacy/erasure/identifiers.py",
    "privacy/policy/clauses.py",
    "privacy/rights/serialize.py",
}
Act = Callable[[str], object]


def is_quick(act: Act, text: str) -> bool:
    """Tell whether one of three runs stays within the limit; a busy machine slows some."""
    return any(cpu_seconds(lambda: act(text)) <= MOST_SECONDS for _ in range(3))


def slow(pattern: re.Pattern[Any], act: Act) -> str:
    """Return the beginning of a text on which `act` is slow, or "" if there is none."""
    return next((text[:40] for text in attacks(pattern) if not is_quick(act, text)), "")


def exhaust(pattern: re.Pattern[Any], text: str) -> None:
    for _ in pattern.finditer(
        text if isinstance(pattern.pattern, str) else text.encode("latin1", "replace")
    ):
        pass


def acts(pattern: re.Pattern[Any], methods: Iterable[str]) -> list[Act]:
    """Return how a pattern is used: at the beginning of a text only, or anywhere in it."""
    if methods and ANCHORED.issuperset(methods):
        return [getattr(pattern, method) for method in methods]
    return [lambda text: exhaust(pattern, text)]


# Our own --------------------------------------------------------------------------------------


def modules(package: str) -> Iterator[Any]:
    module = importlib.import_module(package)
    yield module
    for found in pkgutil.walk_packages(getattr(module, "__path__", []), f"{package}."):
        if ".migrations" not in found.name:
            yield importlib.import_module(found.name)


def patterns_in(value: Any) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns in a value of a module, containers included."""
    if isinstance(value, SimpleLazyObject) and value.__reduce__()[1][0] is not empty:
        value = value.__reduce__()[1][0]
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (found for each in value.values() for found in patterns_in(each))
    elif isinstance(value, list | tuple | set | frozenset):
        yield from (found for each in value for found in patterns_in(each))


def named_patterns(names: Iterable[str]) -> dict[str, re.Pattern[Any]]:
    """Return every pattern of the modules' variables, by its full name."""
    return {
        f"{module.__name__}.{name}.{place}": pattern
        for package in names
        for module in modules(package)
        for name, value in list(vars(module).items())
        for place, pattern in enumerate(patterns_in(value))
    }


def calls() -> Iterator[tuple[str, ast.Call]]:
    for file in python_files(*HOUSE):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                yield str(file.relative_to(ROOT)), node


def methods_by_name() -> dict[str, set[str]]:
    """Return by which methods a pattern of that name is used, anywhere."""
    found: dict[str, set[str]] = defaultdict(set)
    for _, call in calls():
        if call.func.attr in METHODS:
            owner = call.func.value
            found[getattr(owner, "id", getattr(owner, "attr", ""))].add(call.func.attr)
    return found


def inline_patterns() -> Iterator[tuple[str, str, re.Pattern[Any] | None]]:
    """Yield file, method and pattern of each call of `re` itself; None if it is not constant."""
    for file, call in calls():
        if getattr(call.func.value, "id", "") == "re" and call.func.attr in METHODS | {"compile"}:
            module = importlib.import_module(file.removesuffix(".py").replace("/", "."))
            source = compile(ast.Expression(call.args[0]), file, "eval")
            try:
                yield file, call.func.attr, re.compile(eval(source, dict(vars(module))))  # noqa: S307  our own source
            except NameError:
                yield file, call.func.attr, None


def test_each_pattern_of_a_module_is_quick():
    methods = methods_by_name()
    found = named_patterns(HOUSE)
    assert len(found) > 60
    wrong = {
        name: text
        for name, pattern in found.items()
        for act in acts(pattern, methods.get(name.split(".")[-2], ()))
        if (text := slow(pattern, act))
    }
    assert wrong == {}


def test_each_pattern_in_a_call_is_quick():
    found = [each for each in inline_patterns() if each[1] != "compile"]
    wrong = {
        f"{file}: {pattern.pattern}": text
        for file, method, pattern in found
        if pattern is not None
        for act in acts(pattern, {method})
        if (text := slow(pattern, act))
    }
    assert wrong == {}
    assert {file for file, _, pattern in inline_patterns() if pattern is None} == DYNAMIC


# Django's and those of packages ---------------------------------------------------------------


def url_patterns(resolver: Any = None) -> Iterator[Any]:
    for each in (resolver or get_resolver()).url_patterns:
        yield each.pattern
        if isinstance(each, URLResolver):
            yield from url_patterns(each)


def subclasses(kind: type) -> Iterator[type]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)


def validators() -> dict[str, tuple[re.Pattern[Any], Act]]:
    """Return the patterns of every validator of a field, and the validator to call."""
    fields = [
        field
        for form in subclasses(forms.BaseForm)
        for field in getattr(form, "base_fields", {}).values()
    ]
    fields += [field for model in apps.get_models() for field in model._meta.fields]
    found = {}
    for validator in (validator for field in fields for validator in field.validators):
        for name in dir(validator):
            for pattern in patterns_in(getattr(validator, name)):
                found[f"{type(validator).__name__}.{name} {pattern.pattern}"] = pattern, validator
    return found


def refuse(validator: Act, text: str) -> None:
    with contextlib.suppress(ValidationError):
        validator(text)


def test_each_url_pattern_is_quick():
    found = {str(pattern): pattern for pattern in url_patterns()}
    assert len(found) > 100
    wrong = {
        route: text
        for route, pattern in found.items()
        if (text := slow(pattern.regex, pattern.match))
    }
    assert wrong == {}


def test_each_validator_is_quick():
    found = validators()
    assert any(name.startswith(RegexValidator.__name__) for name in found)
    wrong = {
        name: text
        for name, (pattern, validator) in found.items()
        if (text := slow(pattern, lambda text, check=validator: refuse(check, text)))
    }
    assert wrong == {}


def test_each_pattern_of_a_package_that_reads_input_is_quick():
    wrong = {
        name: text
        for name, pattern in named_patterns(STOCK).items()
        if (text := slow(pattern, lambda text, found=pattern: exhaust(found, text)))
    }
    assert wrong == {}


@pytest.mark.parametrize("bad", [r"a*b", r"<b>(.+?)</b>", r"\s*\|"])
def test_a_slow_pattern_is_found(bad):
    pattern = re.compile(bad)
    assert slow(pattern, lambda text: exhaust(pattern, text[:3_000] * 3))
