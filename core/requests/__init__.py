"""What staff do on requests. An action takes a `WriteContext` and a frozen command and returns
a `Receipt`; it is only ever called by `transaction.perform` or inside `transaction`."""
