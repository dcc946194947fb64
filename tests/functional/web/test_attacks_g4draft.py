import pytest, collections, sys
from tests.functional.web import doors_of_the_site as doors
from tests.functional.web.test_every_door import _doors_for, visitors, LEAVING
from webtest.forms import Text, Textarea, Hidden, File, Upload
SIGNS = {"nul":"a\x00b","vt":"a\x0bb","fffe":"a\ufffeb","rlo":"a\u202eb", "long":"x"*70000}
def test_fuzz(town):
    doors.settle(town)
    seen=set(); out=collections.Counter(); bad=[]
    for name, actor, browser in visitors(town):
        if name not in ("alice","denis","gaelle","farid","elise","nina","marc") and not name.startswith("person"): continue
        for door, path, opens in _doors_for(town, actor):
            if door.method!="GET" or not opens: continue
            if (door, ) in seen and name!="x": continue
            answer = browser.get(path, status="*")
            if answer.status_int!=200 or "html" not in answer.content_type: continue
            seen.add((door,))
            for fid, form in list(answer.forms.items()):
                if form.method.upper()!="POST": continue
                if any(l in form.action for l in LEAVING|{"partout","terminer","retirer"}): continue
                for fname, fields in list(form.fields.items()):
                    if not fname or fname=="csrf_token": continue
                    for label, sign in SIGNS.items():
                        data=[(k,v) for k,v in form.submit_fields() if k!=fname]+[(fname,sign)]
                        key=(door.place.__name__, form.action.split("/")[-1], fname, label, fields[0].__class__.__name__)
                        if key in seen: continue
                        seen.add(key)
                        data=[(k,v) for k,v in data if not isinstance(v,(tuple,))]
                        import urllib.parse
                        body=urllib.parse.urlencode([(k,v) for k,v in data])
                        target=urllib.parse.urljoin("https://localhost"+path, form.action or path).replace("https://localhost","")
                        r=browser.post(target, body, headers={"Content-Type":"application/x-www-form-urlencoded"}, status="*")
                        out[(label,r.status_int)]+=1
                        if r.status_int>=500 or (label!="long" and label!="rlo" and r.status_int==303) :
                            bad.append((name,path,form.action,fname,label,r.status_int,fields[0].__class__.__name__, r.headers.get("Location","")[:60]))
                        if r.status_int==422 and label=="nul" and "\x00" in r.text: out["nul shown"]+=1
    for b in bad: print(b)
    print(out)
    assert 0
