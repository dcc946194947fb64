/* A work that goes on by itself: its form is sent again as long as the page has one. */
document.querySelector("form[data-goes-on]")?.requestSubmit();
