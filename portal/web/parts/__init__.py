"""What pages share: view models, forms and the words for times. Knows nothing of any one area."""
