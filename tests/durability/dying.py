"""A process that works until it is killed, and everything it acknowledged before."""

import multiprocessing
import time

import psutil


def forkserver(module):
    """Starts processes that have that module loaded already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([module])
    return context


def killed(processes, work, arguments, after):
    """What it acknowledged, first to last; and its children, dead or alive, at the end."""
    here, there = processes.Pipe(duplex=False)
    worker = processes.Process(target=work, args=(*arguments, there), daemon=True)
    worker.start()
    there.close()
    acknowledged = [here.recv()]
    time.sleep(after)
    children = psutil.Process(worker.pid).children(recursive=True)
    worker.kill()
    worker.join()
    try:
        while True:
            acknowledged.append(here.recv())
    except EOFError:
        return acknowledged, children
    finally:
        here.close()
        worker.close()
