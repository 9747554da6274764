"""Pure functions from a view to a card; they know no messenger."""
