# Words about the parts that pages are made of.
design = Building blocks
design_def = Everything that pages share, as it looks in the light, in the dark and on a phone.
