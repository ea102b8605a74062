"""JSON to protobuf and back, by functions that are compiled once per message from the descriptors of the contract."""
