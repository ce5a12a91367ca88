"""What staff do: one file a thing. An action takes a `Change` and a frozen command and gives back
a `Receipt`; it is only ever called by `transaction.perform` or inside `transaction`."""
