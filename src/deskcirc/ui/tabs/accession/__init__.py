"""New books, from the parcel to the shelf: batches, deliveries, cataloguing, numbers, labels, hand-over."""
