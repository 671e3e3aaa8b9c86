from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from blinker import NamedSignal
from flask import Flask
from werkzeug.wrappers import Response

F = TypeVar("F", bound=Callable[..., object])

class UserMixin:
    @property
    def is_active(self) -> bool: ...
    @property
    def is_authenticated(self) -> bool: ...
    @property
    def is_anonymous(self) -> bool: ...
    def get_id(self) -> str: ...

class AnonymousUserMixin:
    is_authenticated: ClassVar[bool]
    is_active: ClassVar[bool]
    is_anonymous: ClassVar[bool]
    def get_id(self) -> None: ...

class LoginManager:
    login_view: str | None
    login_message: str | None
    session_protection: str | None
    def __init__(self, app: Flask | None = None, add_context_processor: bool = True) -> None: ...
    def init_app(self, app: Flask, add_context_processor: bool = True) -> None: ...
    def user_loader(self, callback: F) -> F: ...
    def request_loader(self, callback: F) -> F: ...
    def unauthorized_handler(self, callback: F) -> F: ...
    def unauthorized(self) -> Response: ...

current_user: Any
user_logged_in: NamedSignal
user_logged_out: NamedSignal

def login_user(
    user: object,
    remember: bool = False,
    duration: object = None,
    force: bool = False,
    fresh: bool = True,
) -> bool: ...
def logout_user() -> bool: ...
def login_required(func: F) -> F: ...
