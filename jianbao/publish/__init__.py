"""Publishing: output/ to object storage, a server or a branch so that no reader ever meets half a site, and no
address dies.

target.py says where, built.py and manifest.py what, plan.py decides (pure), apply.py carries it out, record.py keeps
the record, doubt.py looks where the record cannot be trusted; publisher.py is the whole, step by step.
"""
