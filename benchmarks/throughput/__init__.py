"""Updates per CPU-second through all five stations, beside a stock aiogram echo in the same run."""
