design = Rakennuspalikat
design_def = Kaikki, mitä sivut jakavat, sellaisena kuin se näkyy vaaleana, tummana ja puhelimessa.
