"""`cached_property`, as Python has it from 3.12 on: without a lock.

Before that, one lock a property is held while it is worked out, for all instances together: threads wait for each
other, and a process that is forked meanwhile waits for ever (https://github.com/python/cpython/issues/87634).
"""

from __future__ import annotations

import sys

if sys.version_info >= (3, 12):
    from functools import cached_property
else:
    from collections.abc import Callable
    from typing import Any, Generic, TypeVar, overload

    _T = TypeVar("_T")

    class cached_property(Generic[_T]):  # noqa: N801 - the name is the standard library's
        """A method's value, worked out when it is first asked for and kept in the instance's dictionary."""

        def __init__(self, func: Callable[[Any], _T]) -> None:
            self.func, self.name, self.__doc__ = func, func.__name__, func.__doc__

        @overload
        def __get__(self, instance: None, owner: type | None = None) -> cached_property[_T]: ...
        @overload
        def __get__(self, instance: object, owner: type | None = None) -> _T: ...
        def __get__(self, instance: object | None, owner: type | None = None) -> cached_property[_T] | _T:
            if instance is None:
                return self
            # The instance's own entry stands before this from now on. Two threads at once work it out twice, and alike.
            value = instance.__dict__[self.name] = self.func(instance)
            return value


__all__ = ["cached_property"]
