"""Let Rasa be imported without TensorFlow, which nothing in our pipeline uses.

Rasa imports TensorFlow wherever it might need it, also to serve a model that has none of it: nearly half of
the time until the first answer, and a third of the memory. Here its modules are replaced by empty ones. Their
attributes can be inherited from and called, because Rasa does so while it is imported; they compute nothing.
Training keeps the real one.
"""

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType
from typing import Any, Optional, Sequence

_REPLACED = frozenset({"tensorflow", "tensorflow_addons", "tensorflow_hub", "keras"})

_COMPUTES_WITH_IT = (
    "DIETClassifier",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
    "ConveRTFeaturizer",
    "LanguageModelFeaturizer",
)


class _AnythingType(type):
    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _AnythingType(name, (_Anything,), {})

    def __or__(cls, other: Any) -> Any:
        return cls

    __ror__ = __or__

    def __getitem__(cls, key: Any) -> Any:
        return cls


class _Anything(metaclass=_AnythingType):
    """Stands for every class, function and constant of TensorFlow."""

    def __new__(cls, *args: Any, **_kwargs: Any) -> Any:
        # As a decorator: what is decorated stays as it is.
        if len(args) == 1 and callable(args[0]) and not isinstance(args[0], type):
            return args[0]
        return super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take whatever the real one takes."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Allow what the real one allows."""

    def __call__(self, *args: Any, **_kwargs: Any) -> Any:
        """Act as a decorator that was made with arguments."""
        return args[0] if len(args) == 1 and callable(args[0]) else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _Anything


class _EmptyModule(ModuleType):
    __path__: Sequence[str] = ()
    __version__ = "0.0.0"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(_Anything, name)


class _Replacer(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(
        self, fullname: str, _path: Optional[Sequence[str]], _target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.partition(".")[0] not in _REPLACED:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing: there is nothing in it."""


def needs_tensorflow(configuration: str) -> bool:
    """Tell whether something in `configuration` (the text of config.yml) computes with TensorFlow."""
    return any(name in configuration for name in _COMPUTES_WITH_IT)


def replace_tensorflow() -> None:
    """Give empty modules to whoever imports TensorFlow from now on."""
    sys.meta_path.insert(0, _Replacer())
