"""Reading the parameters of a call from its address and its body."""

import json
from typing import Any

from tornado.httputil import HTTPServerRequest

from tests.bot_api.problems import UploadedFile, bad_request


def read_parameters(request: HTTPServerRequest) -> dict[str, Any]:
    """Return texts of a form, values of a JSON body and uploaded files by their names."""
    parameters: dict[str, Any] = {}
    for name, values in request.arguments.items():
        try:
            parameters[name] = values[-1].decode()
        except UnicodeDecodeError as error:
            raise bad_request("strings must be encoded in UTF-8") from error
    for name, files in request.files.items():
        parameters[name] = UploadedFile(files[-1].filename, files[-1].body)
    if "application/json" in request.headers.get("Content-Type", "").lower() and request.body:
        parameters |= _read_json(request.body)
    return parameters


def _read_json(body: bytes) -> dict[str, Any]:
    """Read a JSON body, which must be an object."""
    try:
        values = json.loads(body)
    except ValueError as error:
        raise bad_request("can't parse JSON encoded request content") from error
    if not isinstance(values, dict):
        raise bad_request("JSON object expected in request content")
    return {name: value for name, value in values.items() if value is not None}
