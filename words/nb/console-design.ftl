design = Byggeklosser
design_def = Alt sidene deler, slik det ser ut i lyst, i mørkt og på en telefon.
