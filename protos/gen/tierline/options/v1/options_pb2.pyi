from google.protobuf import descriptor_pb2 as _descriptor_pb2
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor
RULE_FIELD_NUMBER: _ClassVar[int]
rule: _descriptor.FieldDescriptor

class RpcRule(_message.Message):
    __slots__ = ("permission", "watch")
    PERMISSION_FIELD_NUMBER: _ClassVar[int]
    WATCH_FIELD_NUMBER: _ClassVar[int]
    permission: str
    watch: bool
    def __init__(self, permission: _Optional[str] = ..., watch: _Optional[bool] = ...) -> None: ...
