"""DP-Ruptures: weekly stock declarations of French pharmacies, and their safe publication."""
