"""What a Django team would write: an app of its own, installed only while it is measured."""
