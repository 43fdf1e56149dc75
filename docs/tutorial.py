# %% [markdown]
# # From a roster to a comparison
#
# This page is a notebook in percent format: Jupyter (with jupytext), VS Code and Spyder open it as cells, and Python
# runs it as a script. It runs as it stands, in an empty folder; it writes `tutorial/` there.
#
# The bureau of a county sends a list; there are offers of coaches and seats. Who travels how, what does it cost at the
# least, and what if the flight is dearer?

# %%
from pathlib import Path

import pandas as pd

from transport import Case
from transport.errors import InputError
from transport.io.issues_text import describe

HERE = Path("tutorial")
HERE.mkdir(exist_ok=True)

# %% [markdown]
# ## The roster
#
# A real list has Chinese headers, names of villages as people say them, and mistakes. These ten people are invented,
# and so are the employers, operators and prices.

# %%
roster = pd.DataFrame(
    [
        ("1", "杨丽芬", "女", "诺邓村", "奉贤电子厂", "家庭1", "2027-02-15 12:00", ""),
        ("2", "杨国宏", "男", "诺邓村", "奉贤电子厂", "家庭1", "2027-02-15 12:00", ""),
        ("3", "李永亮", "男", "诺邓村", "奉贤电子厂", "", "2027-02-15 12:00", ""),
        ("4", "段春梅", "女", "漕涧村", "奉贤食品厂", "", "2027-02-16 08:00", "no_fly;孕期"),
        ("5", "字金涛", "男", "漕涧村", "奉贤食品厂", "", "2027-02-16 08:00", ""),
        ("6", "赵云琴", "女", "漕涧村", "奉贤电子厂", "", "2027-02-15 12:00", ""),
        ("7", "尹学军", "男", "博南村", "奉贤食品厂", "", "2027-02-16 08:00", ""),
        ("8", "罗庆兰", "女", "博南村", "奉贤食品厂", "", "2027-02-16 08:00", ""),
        ("9", "施绍华", "男", "博南村", "奉贤电子场", "", "2027-02-15 12:00", ""),
        ("10", "茶银香", "女", "博南村", "奉贤食品厂", "", "2027-02-16 08:00", ""),
    ],
    columns=["编号", "姓名", "性别", "居住地", "务工企业", "同行组", "报到时间", "特殊需求"],
)
roster.to_csv(HERE / "workers.csv", index=False)

# %% [markdown]
# ## The case
#
# Places with their points, what operators offer, and the rules. Every column and key stands in [cases.md](cases.md).

# %%
pd.DataFrame(
    [
        ("V1", "诺邓村", "village", 25.886, 99.371, "云龙县", 35),
        ("V2", "漕涧村", "village", 25.690, 99.120, "云龙县", 19),
        ("V3", "博南村", "village", 25.465, 99.541, "永平县", None),
        ("F1", "奉贤电子厂", "factory", 30.918, 121.458, "奉贤区", None),
        ("F2", "奉贤食品厂", "factory", 30.925, 121.580, "奉贤区", None),
        ("DLU", "大理机场", "airport", 25.649, 100.319, "大理市", None),
        ("PVG", "浦东机场", "airport", 31.145, 121.805, "浦东新区", None),
        ("D1", "云龙车场", "depot", 25.884, 99.373, "云龙县", None),
        ("D2", "奉贤车场", "depot", 30.921, 121.462, "奉贤区", None),
    ],
    columns=["place_id", "name", "kind", "lat", "lon", "county", "max_seats"],
).to_csv(HERE / "places.csv", index=False)

pd.DataFrame(
    [
        ("A19", "云龙客运", 18, 2, "D1", 100, 2.6, 1.9, True, 700, 1, "feeder"),
        ("B19", "奉浦接驳", 18, 2, "D2", 250, 3.2, 2.0, True, 350, 1, "distribution"),
        ("Z35", "云龙客运", 33, 1, "D1", 1500, 3.0, 2.6, True, 2000, 2, "direct"),
    ],
    columns=[
        *("offer_id", "operator", "seats", "count", "base", "fixed_cost", "km_cost", "empty_km_cost"),
        *("returns_to_base", "day_cost", "drivers", "roles"),
    ],
).to_csv(HERE / "fleet.csv", index=False)

pd.DataFrame(
    [("B0214", "flight", "DLU", "PVG", "2027-02-14 13:50", "2027-02-14 17:20", 20, 1, 900)],
    columns=["service_id", "mode", "from_hub", "to_hub", "depart", "arrive", "seats", "max_units", "seat_cost"],
).to_csv(HERE / "services.csv", index=False)

(HERE / "case.yaml").write_text(
    """\
name: tutorial
title: 从花名册到比较
window: {start: 2027-02-10, end: 2027-02-20}
tables: {workers: workers.csv, places: places.csv, fleet: fleet.csv, services: services.csv}
rules:
  pickup_from: "06:00"
  escorts: {direct: 1, service_unit: 0}
costs: {individual_ticket: 1900, journey_hour: 12}
""",
    encoding="utf-8",
)

# %% [markdown]
# ## Every problem at once
#
# Somebody wrote 奉贤电子场 for 奉贤电子厂. Reading the case tells every problem of every table, where it is and what to
# do.

# %%
try:
    Case.load(HERE)
except InputError as error:
    for issue in error.issues:
        print(issue.file, "row", issue.row, issue.column, *describe(issue, "en"))

# %% [markdown]
# Mend the cell, and it reads.

# %%
mended = roster.replace({"务工企业": {"奉贤电子场": "奉贤电子厂"}})
mended.to_csv(HERE / "workers.csv", index=False)
case = Case.load(HERE)
print(case)

# %% [markdown]
# ## Plan, and have it judged
#
# The plan comes with a proven lower bound: nothing that obeys the case costs less. An independent checker, which shares
# no code with the optimiser, recomputes every time, seat and yuan.

# %%
plan = case.solve(time_limit=20, seed=1)
print(plan)
print(f"¥{plan.total_cost:,.2f}; nothing costs less than ¥{plan.lower_bound or 0:,.2f}")
assert plan.violations() == []
assert not plan.unserved

# %% [markdown]
# ## Look at the tables
#
# One row a person, one row a trip, names masked.

# %%
people = plan.to_frame()
print(people[["name", "county", "mode", "legs", "pickup", "arrive"]].to_string())
print(people.groupby(["county", "mode"]).size().unstack(fill_value=0))

# %%
trips = plan.trips_frame()
print(trips[["kind", "workers", "km", "cost"]].to_string())

# %%
simple = {name: cost for name, cost in plan.summary.baselines.items() if cost is not None}
print(f"Saved against the best simple practice: ¥{min(simple.values()) - plan.total_cost:,.2f}")

# %% [markdown]
# ## What if?
#
# Scenarios change the case by dotted keys: prices by a factor, counts by a difference, rows dropped, people added. Each
# is planned, judged and compared with the case as it is.

# %%
from transport import Comparison

scenarios = {
    "dear flights": {"services[mode=flight].seat_cost": "*1.3"},
    "no flight": {"services.B0214": "drop"},
    "more people": {"workers[county=云龙县]": "+50%"},
    "free time": {"costs.journey_hour": 0},
}
comparison = Comparison.run(HERE, scenarios, HERE / "whatif", time_limit=5, jobs=1)
print(comparison.to_frame()[["cost.total", "people.by_flight", "journey.median"]].to_string())
print(comparison.delta()["cost.total"].to_string())  # CNY more or less than the base
comparison.write(HERE / "whatif")  # a page, a workbook, and a document for programs

# %% [markdown]
# ## Maps and papers
#
# What drivers, escorts and employers hold in their hands, and a map that opens without network. All of it is made from
# the written plan and can be made again.

# %%
written = plan.write(HERE / "plan")
print(len(written), "files:", *sorted({path.relative_to(HERE / "plan").parts[0] for path in written}))
same = case.read_plan(HERE / "plan")
assert same.total_cost == plan.total_cost
