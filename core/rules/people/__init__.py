"""Who a person is: names, how they are compared, and what a search asks for."""
