// The shop's own cart lives in the address bar, so that the shop itself stores nothing on the device.
const params = new URLSearchParams(location.search);
const tell = (name, fields) => (window.hjemmel ?? (window.hjemmel = { q: [] })).q?.push(["track", name, fields]) ?? window.hjemmel.track(name, fields);
document.getElementById("add")?.addEventListener("click", (event) => {
  const { item, price } = event.target.dataset;
  tell("add_to_cart", { item, quantity: 1 });
  const root = location.pathname.startsWith("/sv") ? "/sv" : "";
  setTimeout(() => (location.href = `${root}/kurv?item=${encodeURIComponent(item)}&price=${price}`), 150);
});
const cart = document.getElementById("cart");
if (cart) {
  cart.textContent = params.get("item") ? `1 × ${params.get("item")}, ${params.get("price")}` : "–";
  document.getElementById("pay").search = location.search;
}
const thanks = document.getElementById("thanks");
if (thanks && params.get("price")) tell("purchase", { value: Number(params.get("price")), currency: thanks.dataset.currency, item: params.get("item"), quantity: 1 });
