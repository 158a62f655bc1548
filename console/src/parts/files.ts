/** What is saved as a file on the reader's own machine. */

export function saveFile(name: string, blob: Blob) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

export function download(name: string, rows: string[][]) {
  // A cell that a spreadsheet would run is made plain text.
  const cell = (v: string) =>
    `"${(/^[=+\-@\t\r]/.test(v) && Number.isNaN(Number(v)) ? `'${v}` : v).replaceAll('"', '""')}"`;
  saveFile(`${name}.csv`, new Blob([rows.map((r) => r.map(cell).join(",")).join("\n")], { type: "text/csv" }));
}
