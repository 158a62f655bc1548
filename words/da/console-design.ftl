design = Byggeklodser
design_def = Alt, siderne deles om, som det ser ud i lys, i mørke og på en telefon.
