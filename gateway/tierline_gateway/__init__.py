"""The HTTP door of Tierline: transcoding, console and events to browsers."""
