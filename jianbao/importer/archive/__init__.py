"""A whole old archive comes in: the folder of another generator, an export, a folder of documents or of saved pages.

recognise → read → place → link are pure and give a plan; ``act`` carries it out, all of it or nothing. A file that came
in before is known by what its article says of it, and passed over: an import that is run again goes on.
"""
