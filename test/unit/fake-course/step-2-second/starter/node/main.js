// The start.
function answer() {}

answer();
