print("ninethirty")
