const button = document.getElementById("copy");
button.hidden = false;
button.addEventListener("click", () => {
  getSelection().selectAllChildren(document.getElementById("refusals"));
  button.textContent = document.execCommand("copy") ? "Copied" : "Selected";
});
