"""The intake service of Tierline: applications, contacts and tickets."""
