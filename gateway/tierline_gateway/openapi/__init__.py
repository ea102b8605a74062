"""OpenAPI 3.1 from the descriptors of the contract: what is documented is what is served."""

from tierline_gateway.openapi.document import make_document

__all__ = ["make_document"]
