design = Byggstenar
design_def = Allt som sidorna delar, som det ser ut i ljust, i mörkt och på en telefon.
