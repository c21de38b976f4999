# SPDX-License-Identifier: GPL-3.0-or-later
"""The environment in which programs speak Chinese, on systems that have no Chinese locale.

LANGUAGE alone would do, but for later versions of the C library, which translate nothing in C.UTF-8. So that locale is
given another name: messages are looked for under it, and all else is as in C.UTF-8."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp (prefix='triptych-locale-')
atexit.register (shutil.rmtree, _folder)
os.symlink ('/usr/lib/locale/C.utf8', os.path.join (_folder, 'zh_CN.utf8'))

ENV = {'LANGUAGE': 'zh_CN', 'LC_ALL': 'zh_CN.UTF-8', 'LOCPATH': _folder}
