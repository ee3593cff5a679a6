import sys; sys.path.insert(0,'.')
import tests.test_channel_values as t
def probe(archive):
    for b in t.bulletins(archive):
        f=t.back(archive,t.docx.bulletin(b,t.image_of(archive)))
        print([(p.title) for p in b.pieces]); print([(i.title,i.source,len(i.paragraphs)) for i in f.items]); print(getattr(f,'doubts',None)); print(getattr(f,'evidence',None)); print(f.dropped[:30])
from tests.test_channel_values import archive
def test_x(archive): probe(archive)
