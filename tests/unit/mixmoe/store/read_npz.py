"""Reads an npz file with numpy and prints it as JSON: for each array its type, its shape and its values in one flat list."""
import json
import sys
import zipfile

import numpy

assert zipfile.ZipFile(sys.argv[1]).testzip() is None
arrays = numpy.load(sys.argv[1], allow_pickle=False)
described = {name: {"type": arrays[name].dtype.str, "shape": arrays[name].shape, "values": arrays[name].ravel().tolist()} for name in arrays.files}
described["header"]["values"] = json.loads(bytes(arrays["header"]).decode("utf-8"))
json.dump(described, sys.stdout)
