"""Advertisements: by hand, and the parts of generated ones."""

SPAM = (
    "Best casino bonus 2026, free spins, no deposit! https://spin-lucky7.example/",
    "I made $5,000 from home last week with this trick, message me for details",
    "Cheap pills without prescription, discreet shipping worldwide www.pillfast9.example",
    "Great topic! By the way [cheap replica watches](https://rep-time3.example/x) here",
    "Buy real followers, likes and reviews, instant delivery, cheapest prices",
    "Dr. Voodoo brought my husband back in 24 hours, contact him on his page",
    "Guaranteed first page ranking, SEO backlinks package https://rank-boost21.example/",
    "Hot singles in your area are waiting to chat https://love-night4.example/",
    "Instant loan approved, bad credit welcome, apply now www.fast-cash55.example",
    "Crypto signals with 95 % accuracy, double your investment, join our group now",
    "Essay writing service, plagiarism free, order now with 30 % discount",
    "Download full movies free, click here https://movie-free8.example/watch",
    "Your device is infected, call our support number now for a free scan",
    "Weight loss gummies doctors hate, buy one get two free, limited offer",
    "Unlock any phone, cheapest IPTV subscription, free trial https://iptv-max6.example/",
    "Nice post admin, visit my website for cheap designer bags and free shipping",
    "Work from home, no experience needed, earn easy money every day, sign up",
    "Betting tips that win every day, 100 % sure, join https://bet-sure12.example/",
    "Increase your size naturally, discreet packaging, order today and save",
    "We sell verified accounts, clean and aged, instant delivery, contact us",
)
GREETINGS = (
    "Hello dear friends,",
    "Great discussion, thanks for sharing!",
    "",
    "Sorry for being off topic:",
    "Dear sir or madam,",
)
OFFERS = (
    "Earn easy money from home, no experience needed",
    "Cheap pills without prescription, discreet shipping",
    "The best online casino bonus and free spins",
    "Guaranteed first page ranking with our SEO backlinks",
    "Loan approved instantly, bad credit welcome",
    "Buy real followers, likes and reviews, cheapest prices",
    "Luxury replica watches and designer bags, huge discount",
    "Crypto signals that double your investment",
    "Hot singles are waiting to chat with you tonight",
    "Essay writing service, plagiarism free",
    "Cheapest IPTV subscription with a free trial",
    "Betting tips that win every day",
)
CALLS = (
    "Click here now!",
    "Limited offer, act fast!",
    "Visit my website!",
    "Order now with free shipping!",
    "Sign up today and save!",
    "Do not miss this deal!",
    "Message me for details!",
    "Join our group now!",
)
HOSTS = ("lucky-spin", "fast-cash", "rank-boost", "pill-fast", "love-night", "rep-time")
