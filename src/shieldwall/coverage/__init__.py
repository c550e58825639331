"""What can be engaged, on a map: the share of people within reach, by tier and number of shots."""
