"""Reports to the regulator: its questions as data, answers from the record, the frozen pack."""
