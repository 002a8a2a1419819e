"""Duramen on the Hugging Face Hub: weights fetched and sent by name, and what went wrong there said in words.

    folder = fetch("owner/name", revision="v1")        # a folder that `duramen.weights.load` reads
    send(folder, "me/weights", ["config.json", "arrays.npz"], message="Upload weights")

`names` says what a repository is called, `fetch` brings weights, `send` sends a folder's files, `card` is the page that
a repository of weights shows, `problems` puts the client's errors into words. All of it needs `duramen[hub]`, which is
imported when it is used: a folder's path needs nothing.
"""
