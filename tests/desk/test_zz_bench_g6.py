import os, time
from datetime import timedelta
from tests.builders import *
from tests.desk.counts import a_count
from deskcirc.store.tables import titles, copies, stocktake_scans, locations
from deskcirc.desk.stocktake_closing import *
from deskcirc.desk.undo import undo_last
from deskcirc.domain.call_numbers import shelf_key

@__import__("pytest").mark.timeout(900)
def test_it(library):
    N=int(os.environ.get("N","100000")); MISS=N*3//100
    desk=a_desk(library)
    t=time.process_time()
    with library.writing(set_up_act(library)) as w:
        loc=w.insert(locations, code="SK", name="书库")
        it=id_of(w,item_types,GENERAL)
        tid=w.insert_many(titles,[{"title":f"书{i}","added_at":OPENED} for i in range(N//4)])
        cn=[f"{'ABCDEFGHIJK'[i%11]}{i%999}/{i}" for i in range(N)]
        w.insert_many(copies,[{"title_id":tid[i//4],"accession_number":f"{i:08}","barcode":f"B{i:08}","item_type_id":it,"location_id":loc,"call_number":cn[i],"shelf_key":shelf_key(cn[i]),"price":1000+i%3000,"added_at":OPENED} for i in range(N)])
    print("stock",time.process_time()-t); t=time.process_time()
    count=a_count(desk); print("open",time.process_time()-t, count.expected); t=time.process_time()
    later=days_later(desk,1)
    with library.writing(later.act(ActName.LOAD_COUNT)) as w:
        w.insert_many(stocktake_scans,[{"stocktake_id":count.id,"copy_id":i,"code":f"B{i:08}","at":desk.now+timedelta(seconds=i),"kind":"found","person":f"P{i%5}","operator_id":1} for i in range(1,N+1-MISS)])
    print("scans",time.process_time()-t); t=time.process_time()
    q=what_closing_does(later,count.id); print("question",time.process_time()-t,q.to_mark); t=time.process_time()
    if os.environ.get("PROF"):
        import cProfile,pstats
        p=cProfile.Profile(); p.enable()
    o=close_stocktake(later,count.id); print("close",time.process_time()-t,o.count); 
    if os.environ.get("PROF"):
        p.disable(); pstats.Stats(p).sort_stats("cumtime").print_stats(45)
    t=time.process_time()
    u=undo_last(later,"report"); print("undo",time.process_time()-t,u.done); t=time.process_time()
    o=close_stocktake(later,count.id); print("close",time.process_time()-t,o.count);t=time.process_time()
    o=reopen_stocktake(later,count.id,"x"); print("reopen",time.process_time()-t,o.count,o.why_not);t=time.process_time()
    o=close_stocktake(later,count.id); print("close",time.process_time()-t,o.count);t=time.process_time()
    o=void_stocktake(later,count.id,"x"); print("void",time.process_time()-t,o.count,o.why_not)
