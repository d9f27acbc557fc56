// Keeps the key of the page for this very address and port, then leaves an address that holds no secret.
const holder = document.querySelector("[data-page-key]");
localStorage.setItem("kunci-meja", holder.dataset.pageKey);
location.replace("/");
