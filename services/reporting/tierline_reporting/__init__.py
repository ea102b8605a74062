"""The reporting service of Tierline: KPIs and reports."""
