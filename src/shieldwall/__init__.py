"""What does allied missile defence buy?"""
