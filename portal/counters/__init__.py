"""The counters of the one-stop shop (bộ phận một cửa) and the codes on their posters."""
