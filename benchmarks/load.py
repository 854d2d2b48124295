"""`make bench NAME=load`: how late the timers of many open handoffs are.

Acks under events and throughput of redaction workers are not measured here yet.
"""

from benchmarks.handoffs import main

if __name__ == "__main__":
    main()
